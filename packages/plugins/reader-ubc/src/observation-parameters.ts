import {
  type Crs,
  crsParameter,
  type DecimalYear,
  type Height,
  heightParameter,
  type Parameters,
  type Quantity,
  quantityParameter,
} from "@geoanomaly/core";

/** Names of the parameters that every reader of this package's readings takes. */
export const OBSERVATION_PARAMETERS = ["kind", "crs", "quantity", "height", "epoch", "uncertainty", "maximumBytes"] as const;

/** What the user says of readings whose file does not. */
export interface ObservationDescription {
  readonly crs: Crs;
  readonly quantity: Quantity | undefined;
  readonly height: Height | undefined;
  readonly epoch: DecimalYear | undefined;
  /** One standard deviation of every reading, where the file has none. */
  readonly uncertainty: number | undefined;
  readonly maximumBytes: number | undefined;
}

/** Takes the parameters {@link OBSERVATION_PARAMETERS} names, but `kind`. @throws InvalidParameterError */
export function observationDescription(owner: string, given: Parameters): ObservationDescription {
  return {
    crs: crsParameter(owner, given) ?? "local",
    quantity: quantityParameter(given),
    height: heightParameter(given),
    epoch: given.number("epoch", { min: 1000, max: 3000 }),
    uncertainty: given.number("uncertainty", { min: Number.MIN_VALUE }),
    maximumBytes: given.number("maximumBytes", { min: 1 }),
  };
}
