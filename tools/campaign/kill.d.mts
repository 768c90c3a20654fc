export interface KillCampaign {
  /** How to start the run; `{output}` stands for the output folder. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
  /** Exit codes of a run that reached its end. Default 0. */
  readonly accept?: readonly number[];
  readonly log?: (line: string) => void;
}

export interface KillCampaignResult {
  readonly kills: number;
  readonly starts: number;
  readonly rounds: number;
  readonly products: number;
  readonly seed: number;
  readonly differences: readonly string[];
}

export function seededRandom(seed: number): () => number;
/** sha256 by path relative to `folder`; logs and state are left out. */
export function hashProducts(folder: string): Map<string, string>;
export function differences(expected: ReadonlyMap<string, string>, actual: ReadonlyMap<string, string>): string[];
export function killCampaign(campaign: KillCampaign): Promise<KillCampaignResult>;
