/** Classic scripts of the page put their libraries here. */
declare const pmtiles: typeof import("pmtiles");
declare const GeoTIFF: typeof import("geotiff");
