import type { Finding, ProductFolder, VisualizerPlugin } from "@geoanomaly/core";

/** What would make a browser ask for something else than the file itself. */
const OUTSIDE = /<(?:script|iframe|object|embed)\b|\b(?:src|srcset|poster)="(?!data:)|<link\b[^>]*href="(?!data:)|@import|url\((?!data:)/i;
const LINK = /<a [^>]*?href="([^"]*)"/g;

/** Checkpoint `report-integrity`: the file is whole, asks for nothing, its links lead to a place in it or to a file that is there. */
export const verifyReports: NonNullable<VisualizerPlugin["verify"]> = async (paths, folder, { signal, progress }) => {
  const reports = paths.filter((path) => path.endsWith(".html"));
  const findings: Finding[] = [];
  for (const [index, path] of reports.entries()) {
    signal.throwIfAborted();
    const problems = await folder.read(path).then(
      (bytes) => problemsOf(new TextDecoder().decode(bytes), path, folder),
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    );
    findings.push(...problems.map((message): Finding => ({ checkpoint: "report-integrity", severity: "error", path, message })));
    progress((index + 1) / reports.length);
  }
  return { findings, facts: { reports: reports.length } };
};

async function problemsOf(text: string, path: string, folder: ProductFolder): Promise<string[]> {
  const problems: string[] = [];
  if (!text.startsWith("<!doctype html>"))
    problems.push(`expected <!doctype html> at the beginning, found ${JSON.stringify(text.slice(0, 20))}`);
  if (!text.trimEnd().endsWith("</html>")) problems.push("expected </html> at the end, found other text");
  const outside = OUTSIDE.exec(text.replaceAll(/<pre[\s\S]*?<\/pre>/g, ""));
  if (outside) problems.push(`expected nothing that is loaded from elsewhere, found ${outside[0]}`);
  const ids = new Set(Array.from(text.matchAll(/ id="([^"]*)"/g), ([, id]) => id));
  const targets = new Set(Array.from(text.matchAll(LINK), ([, target]) => target!));
  for (const target of targets) {
    if (target.startsWith("#")) {
      if (!ids.has(target.slice(1))) problems.push(`link ${target}: expected a place in the report, found none`);
    } else if (target.startsWith("../")) {
      const file = target.slice("../".length).split("/").map(decodeURIComponent).join("/");
      const there = folder.readAt ? folder.readAt(file, 0, 1) : folder.read(file);
      await there.catch(() => problems.push(`link of ${path} to ${file}: expected a file of the run, found none`));
    }
  }
  return problems;
}
