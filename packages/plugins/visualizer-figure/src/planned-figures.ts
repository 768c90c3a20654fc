import type { InversionProduct, ModelProduct, PluginContext, RegionLayer, RegionProduct } from "@geoanomaly/core";
import { detectabilityCurves } from "./detectability-curves.js";
import type { Drawing } from "./drawing/mark.js";
import { convergence } from "./inversion/convergence.js";
import { profileOf } from "./inversion/line-direction.js";
import { misfitMaps } from "./inversion/misfit-maps.js";
import { misfitProfile } from "./inversion/misfit-profile.js";
import { residualHistogram } from "./inversion/residual-histogram.js";
import { layerMap } from "./layer-map.js";
import { modelSections, type SectionSubject } from "./model/model-sections.js";
import { modelSlices } from "./model/model-slices.js";
import { surveyMap } from "./survey-map.js";

/** A figure before it is drawn. */
export interface PlannedFigure {
  /** `<kind>/<name>/<view>`, without an ending. */
  readonly path: string;
  readonly layer?: string;
  draw(): Drawing | Promise<Drawing>;
}

/** All figures of a regional run, in the order in which a report shows them. @param depths Of the slices through models. */
export function plannedFigures(product: RegionProduct, depths: readonly number[] | undefined, context: PluginContext): PlannedFigure[] {
  return [
    ...product.surveys.map((survey) => ({ path: `survey/${survey.name}/map`, draw: () => surveyMap(product, survey) })),
    ...product.layers.flatMap((layer) => layerFigures(product, layer, context)),
    ...product.models.flatMap((each) => modelFigures(product, each, depths)),
    ...product.inversions.flatMap((inversion) => [
      { path: `inversion/${inversion.name}/convergence`, draw: () => convergence(product, inversion) },
      ...inversion.data.flatMap((data) => [
        { path: `inversion/${inversion.name}/fit-${data.name}`, draw: () => fit(product, inversion, data) },
        { path: `inversion/${inversion.name}/residuals-${data.name}`, draw: () => residualHistogram(product, inversion, data) },
      ]),
    ]),
    ...product.detections.flatMap((detection) =>
      detection.table.detectability.map((each) => ({
        path: `detection/${detection.name}/detectability-${each.layer}`,
        draw: () => detectabilityCurves(product, detection, each),
      })),
    ),
  ];
}

/** The map of a layer and, where it carries one that is no layer of its own, of its standard uncertainty. */
function layerFigures(product: RegionProduct, layer: RegionLayer, context: PluginContext): PlannedFigure[] {
  const { layer: name, title, grid } = layer;
  const { quantity } = grid;
  const published = product.layers.some(
    (other) => other.layer.startsWith(`${name}.`) && other.grid.quantity.functional === "standard-uncertainty",
  );
  const uncertainty = published ? undefined : grid.uncertainty;
  const drawUncertainty = async (values: Float32Array) => {
    const { signal, threads } = context;
    const statistics = await context.kernels.statistics(values, { signal, threads });
    const unsure = { ...grid, values, quantity: { functional: "standard-uncertainty", unit: quantity.unit } as const };
    return layerMap(product, { ...layer, title: `${title}: standard uncertainty`, grid: unsure, statistics }, context);
  };
  return [
    { path: `layer/${name}/map`, layer: name, draw: () => layerMap(product, layer, context) },
    ...(uncertainty ? [{ path: `layer/${name}/uncertainty`, layer: name, draw: () => drawUncertainty(uncertainty) }] : []),
  ];
}

/** Along a profile a map would be a string of dots. */
function fit(product: RegionProduct, inversion: InversionProduct, data: InversionProduct["data"][number]): Drawing {
  const profile = profileOf(data.points);
  return profile ? misfitProfile(product, inversion, data, profile) : misfitMaps(product, inversion, data);
}

function modelFigures(product: RegionProduct, each: ModelProduct, depths: readonly number[] | undefined): PlannedFigure[] {
  const { name, title, model } = each;
  const { uncertainty, quantity, values } = model;
  const unsure = (deviations: Float64Array): SectionSubject => ({
    values: deviations,
    quantity: { functional: "standard-uncertainty", unit: quantity.unit },
    title: `${title}: standard uncertainty`,
  });
  return [
    { path: `model/${name}/slices`, draw: () => modelSlices(product, each, depths) },
    { path: `model/${name}/sections`, draw: () => modelSections(product, each, { values, quantity, title }) },
    ...(uncertainty ? [{ path: `model/${name}/uncertainty`, draw: () => modelSections(product, each, unsure(uncertainty)) }] : []),
  ];
}
