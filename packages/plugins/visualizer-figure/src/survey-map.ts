import type { RegionProduct, SurveyProduct } from "@geoanomaly/core";
import { colourScale } from "./colour/colour-scale.js";
import type { Drawing, Mark } from "./drawing/mark.js";
import { drawAxes } from "./plot/axes.js";
import { drawCautions } from "./plot/caution-mark.js";
import { boundsOf, crsName, mapFrame } from "./plot/map-frame.js";
import { box, drawSide, MAP_BOX } from "./plot/map-side.js";
import { rounded, unitText } from "./plot/number-label.js";
import { composePage } from "./plot/page.js";
import { cautionsOf, sourceSentence, stepsSentence } from "./plot/provenance.js";
import { drawReadings } from "./plot/readings.js";

const AXIS_ROOM = 46;

/** The readings of a survey, or a correction of them, where they were taken, coloured by value. */
export function surveyMap(product: RegionProduct, survey: SurveyProduct): Drawing {
  const { points, statistics } = survey;
  const frame = mapFrame(boundsOf(points.easting, points.northing), points.crs, MAP_BOX.x, MAP_BOX.y, MAP_BOX.width, MAP_BOX.height);
  const scale = colourScale(points.values, points.quantity, { title: survey.title });
  const readings = drawReadings(points, points.values, scale, frame);
  const cautions = cautionsOf(product, survey.sources);
  const marks: Mark[] = [
    {
      kind: "clip",
      box: box(frame),
      marks: [
        ...drawCautions({ ...cautions, sentences: [] }, frame),
        ...readings.marks,
        ...drawCautions({ ...cautions, synthetic: false }, frame),
      ],
    },
    ...drawAxes(frame, frame.xStyle, frame.yStyle),
  ];
  const side = drawSide(scale, frame, false);
  const lines = points.lines ? ` on ${points.lines.names.length.toLocaleString("en-US")} lines` : "";
  const without = points.values.length - statistics.count;
  const caption = [
    `${readings.statement.replace(/\.$/, "")}${lines}.${without > 0 ? ` ${without.toLocaleString("en-US")} places have no reading.` : ""}`,
    `Minimum ${rounded(statistics.min)}, median ${rounded(statistics.median)}, maximum ${rounded(statistics.max)}${unitText(points.quantity.unit)}. ${crsName(points.crs)}.`,
    stepsSentence(survey.lineage),
    sourceSentence(survey.sources),
  ];
  return composePage({
    title: survey.title,
    subtitle: `${product.title}: survey ${survey.name}`,
    marks: [...marks, ...side.marks],
    bottom: Math.max(frame.y + frame.height + AXIS_ROOM, side.bottom),
    caption,
    cautions,
    description: `Map of readings of ${scale.label}. ${caption.join(" ")}`,
  });
}
