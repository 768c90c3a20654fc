import { plainLayer, type RegionalConfiguration, type RegionalConfigurationInput, resolveRegional } from "@geoanomaly/core/configuration";

/** A small regional configuration, with what a test changes. */
export function regional(changes: Partial<RegionalConfigurationInput> = {}): RegionalConfiguration {
  const values: RegionalConfigurationInput = {
    job: "regional",
    name: "test",
    frame: { crs: "local", spacing: 10 },
    surveys: { stations: { path: "stations.txt" } },
    visualizers: {},
    ...changes,
  };
  return resolveRegional([plainLayer("test", values)]).configuration;
}
