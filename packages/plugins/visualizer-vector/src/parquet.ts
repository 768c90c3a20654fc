import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";

const CREATED_BY = "GeoAnomalyMapper";

/** A Parquet file; the same columns give the same bytes. */
export function parquetFile(columnData: ColumnSource[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const kvMetadata = Object.entries(metadata).map(([key, value]) => ({ key, value }));
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata, createdBy: CREATED_BY }));
}
