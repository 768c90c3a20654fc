import { stringify } from "yaml";
import { redactSecrets } from "./redact-secrets.js";

/** A configuration as a project file would hold it, without secrets. */
export function configurationYaml(values: object): string {
  return stringify(redactSecrets(values));
}
