import { describe, expect, it } from "vitest";
import { anchor, relativeLink } from "../src/anchors.js";
import { html } from "../src/markup.js";
import { bytes, coordinate, plain, shown } from "../src/numbers.js";

describe("html", () => {
  it("escapes what is put into it, but not itself", () => {
    const inner = html`<b>${`<i> & "x" 'y'`}</b>`;
    expect(html`<p title="${`"`}">${inner}</p>`.text).toBe(`<p title="&quot;"><b>&lt;i&gt; &amp; &quot;x&quot; &#39;y&#39;</b></p>`);
  });

  it("writes lists one after the other, and nothing for what is not there", () => {
    expect(html`${[1, html`<br>`, "a"]}${undefined}${false}${0}`.text).toBe("1<br>a0");
  });
});

describe("anchor", () => {
  it("differs for names that differ, and needs no escaping", () => {
    const names = ["a.b", "a_b", "a b", "a/b", "ä", "a_2e_b"];
    const anchors = names.map((name) => anchor("layer", name));
    expect(new Set(anchors).size).toBe(names.length);
    for (const each of anchors) expect(each).toMatch(/^layer-[A-Za-z0-9_-]+$/);
  });

  it("leads out of the folder of the report, whatever a name holds", () => {
    expect(relativeLink("figures/a b/#1?.svg")).toBe("../figures/a%20b/%231%3F.svg");
  });
});

describe("numbers", () => {
  it("are short, with a true minus", () => {
    expect([shown(-1234.567), shown(0.000012345), shown(3.36e11), shown(Number.NaN), shown(null)]).toEqual([
      "−1,235",
      "1.234 × 10⁻⁵",
      "3.360 × 10¹¹",
      "–",
      "–",
    ]);
    expect([coordinate(563_100.4, "m"), coordinate(-104.330522, "degree")]).toEqual(["563,100", "−104.33052"]);
    expect([bytes(12_345), bytes(999), bytes(3.2e11)]).toEqual(["12.3 kB", "999 bytes", "320 GB"]);
    expect([plain([1, 2]), plain("x"), plain({ a: 1 })]).toEqual(["[1,2]", "x", '{"a":1}']);
  });
});
