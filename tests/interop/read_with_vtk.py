"""Reads VTK XML volumes with the library that ParaView is built on; prints JSON. Usage: read_with_vtk.py FILE X Y Z ..."""

import json
import math
import sys

from vtkmodules.vtkIOXML import vtkXMLImageDataReader, vtkXMLRectilinearGridReader


def report(path, places):
    reader = vtkXMLImageDataReader() if path.endswith(".vti") else vtkXMLRectilinearGridReader()
    errors = []
    reader.AddObserver("ErrorEvent", lambda *_: errors.append("error"))
    reader.SetFileName(path)
    reader.Update()
    grid = reader.GetOutput()
    cells = grid.GetCellData()
    arrays = {}
    for index in range(cells.GetNumberOfArrays()):
        array = cells.GetArray(index)
        values = [array.GetValue(i) for i in range(array.GetNumberOfTuples())]
        numbers = [value for value in values if not math.isnan(value)]
        arrays[array.GetName()] = {
            "type": array.GetDataTypeAsString(),
            "count": len(values),
            "finite": len(numbers),
            "range": [min(numbers), max(numbers)],
            "at": [None if math.isnan(values[i]) else values[i] for i in (locate(grid, p) for p in places)],
        }
    fields = grid.GetFieldData()
    texts = {fields.GetArrayName(i): fields.GetAbstractArray(i).GetValue(0) for i in range(fields.GetNumberOfArrays())}
    return {"errors": errors, "bounds": grid.GetBounds(), "dimensions": grid.GetDimensions(), "arrays": arrays, "fields": texts, "active": cells.GetScalars().GetName()}


def locate(grid, place):
    index, coordinates = [0, 0, 0], [0.0, 0.0, 0.0]
    if not grid.ComputeStructuredCoordinates(place, index, coordinates):
        raise ValueError(f"{place} is outside")
    return grid.ComputeCellId(index)


numbers = [float(word) for word in sys.argv[2:]]
print(json.dumps(report(sys.argv[1], [numbers[i : i + 3] for i in range(0, len(numbers), 3)])))
