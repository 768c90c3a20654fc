import { InvalidConfigurationError } from "@geoanomaly/core";
import { checkPluginOptions, configurationJsonSchema, redactSecrets } from "@geoanomaly/core/configuration";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";

const path = ["modalities", "gravity", "options"];
const origin = () => "gam.yaml:9";
const schema = {
  type: "object",
  additionalProperties: false,
  properties: { crs: { type: "string", pattern: "^EPSG:\\d+$" }, maxDegree: { type: "integer", minimum: 2 } },
};

describe("options of a plugin", () => {
  const check = (options: Record<string, unknown>) => () => checkPluginOptions(schema, options, path, origin);

  it("pass when they are what the plugin declares", () => expect(check({ crs: "EPSG:4326", maxDegree: 360 })).not.toThrow());
  it("are refused with a CRS that is none", () => {
    expect(check({ crs: "WGS84" })).toThrow(InvalidConfigurationError);
    expect(check({ crs: "WGS84" })).toThrow('gam.yaml:9: modalities.gravity.options.crs: expected text like /^EPSG:\\d+$/, found "WGS84"');
  });
  it("are refused with an unknown key, naming the nearest", () => {
    expect(check({ maxDegre: 3 })).toThrow('Did you mean "maxDegree"?');
  });
});

describe("the exported JSON Schema", () => {
  const validate = new Ajv2020({ strict: false }).compile(configurationJsonSchema());
  it("accepts what a person may write and refuses an unknown key", () => {
    expect(validate({ modalities: { gravity: { dataset: "egm96" }, magnetic: false }, grid: { spacing: 0.1 } })).toBe(true);
    expect(validate({ modalities: {}, gird: {} })).toBe(false);
  });
});

describe("redactSecrets", () => {
  it("masks credentials in URLs and secret keys, and nothing else", () => {
    expect(
      redactSecrets({ mirror: "https://me:word@host/x?token=abc&n=1", apiKey: "k", path: "a/b@c", list: ["ftp://u@h/"], key: "spacing" }),
    ).toEqual({ mirror: "https://***@host/x?token=***&n=1", apiKey: "***", path: "a/b@c", list: ["ftp://***@h/"], key: "spacing" });
  });
});
