import type { CommitRecord } from "../contracts/task.js";
import type { Product } from "./stac-item.js";

/** Media type and roles of an output, where a visualizer told them. */
export function asProduct(record: CommitRecord | undefined, path: string): { mediaType?: string; roles?: readonly string[] } {
  const products = (record?.facts.products ?? []) as readonly Product[];
  const found = products.find((product) => product.path === path);
  return found ? { mediaType: found.mediaType, roles: found.roles } : {};
}
