/**
 * TIFF tags that a COG of ours carries.
 * @see TIFF 6.0, section 8 and 15; OGC 19-008r4 (GeoTIFF 1.1), annex on tags; GDAL's GTiff driver for 42112 and 42113
 */
export const TAG = {
  newSubfileType: 254,
  imageWidth: 256,
  imageLength: 257,
  bitsPerSample: 258,
  compression: 259,
  photometricInterpretation: 262,
  samplesPerPixel: 277,
  planarConfiguration: 284,
  predictor: 317,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  sampleFormat: 339,
  modelPixelScale: 33550,
  modelTiepoint: 33922,
  geoKeyDirectory: 34735,
  geoDoubleParams: 34736,
  geoAsciiParams: 34737,
  gdalMetadata: 42112,
  gdalNoData: 42113,
} as const;

/** Values of the tags above. */
export const REDUCED_RESOLUTION = 1;
export const ADOBE_DEFLATE = 8;
export const MIN_IS_BLACK = 1;
export const CONTIGUOUS = 1;
export const IEEE_FLOAT = 3;
