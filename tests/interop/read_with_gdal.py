"""Says as JSON what GDAL and numpy make of each raster named on the command line."""

import hashlib
import json
import sys

import numpy
from osgeo import gdal
from osgeo_utils.samples.validate_cloud_optimized_geotiff import validate

gdal.UseExceptions()


def samples(band):
    return numpy.ascontiguousarray(band.ReadAsArray().astype("<f4"))


def digest(array):
    # One NaN for all, so that equal masks are equal bytes.
    return hashlib.sha256(numpy.where(numpy.isnan(array), numpy.float32("nan"), array).astype("<f4").tobytes()).hexdigest()


def exact_statistics(band):
    try:
        return dict(zip(("min", "max", "mean", "std"), band.ComputeStatistics(False)))
    except RuntimeError:
        return None  # no valid sample


def robust_statistics(array):
    valid = array[~numpy.isnan(array)].astype("f8")
    if valid.size == 0:
        return {"count": 0}
    median = numpy.median(valid)
    p5, p95 = numpy.percentile(valid, (5, 95))
    return {"count": int(valid.size), "median": median, "mad": numpy.median(numpy.abs(valid - median)), "p5": p5, "p95": p95}


def describe(path):
    dataset = gdal.Open(path)
    band = dataset.GetRasterBand(1)
    array = samples(band)
    warnings, errors, _ = validate(path, full_check=True)
    return {
        "errors": errors,
        "warnings": warnings,
        "layout": dataset.GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"),
        "compression": dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE"),
        "predictor": dataset.GetMetadataItem("PREDICTOR", "IMAGE_STRUCTURE"),
        "blockSize": band.GetBlockSize(),
        "noDataIsNan": bool(numpy.isnan(band.GetNoDataValue())),
        "geotransform": dataset.GetGeoTransform(),
        "epsg": dataset.GetSpatialRef().GetAuthorityCode(None),
        "areaOrPoint": dataset.GetMetadataItem("AREA_OR_POINT"),
        "unit": band.GetUnitType(),
        "description": band.GetDescription(),
        "tags": dataset.GetMetadata(),
        "statistics": exact_statistics(band),
        "robust": robust_statistics(array),
        "digest": digest(array),
        "overviews": [digest(samples(band.GetOverview(index))) for index in range(band.GetOverviewCount())],
    }


print(json.dumps({path: describe(path) for path in sys.argv[1:]}))
