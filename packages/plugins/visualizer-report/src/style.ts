import { Markup } from "./markup.js";

/** For screen and paper; no font, picture or rule comes from anywhere else. */
export const STYLE = new Markup(`
:root { color: #1c1c1c; background: #ffffff; font: 16px/1.5 "DejaVu Sans", Verdana, "Segoe UI", Arial, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; margin: 0 0 .25rem; line-height: 1.2; }
h2 { font-size: 1.4rem; margin: 2.75rem 0 .75rem; border-bottom: 2px solid #0b4f8a; padding-bottom: .2rem; }
h3 { font-size: 1.12rem; margin: 2rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
a { color: #0b4f8a; }
a:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
.subtitle { margin: 0; color: #4a4a4a; }
.cautions { border: 2px solid #b40426; border-left-width: 10px; background: #fdf1f2; padding: .75rem 1rem; margin: 1.25rem 0; }
.cautions p { margin: .25rem 0; font-weight: bold; color: #8c031e; }
nav ol { columns: 2; padding-left: 1.4rem; }
dl.key { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .75rem; margin: 1rem 0; }
dl.key div { border: 1px solid #c4c4c4; border-radius: 4px; padding: .6rem .8rem; }
dl.key dt { font-size: .85rem; color: #4a4a4a; }
dl.key dd { margin: 0; font-size: 1.15rem; font-weight: bold; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .8rem; margin: .75rem 0 1.25rem; width: 100%; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { border: 1px solid #c4c4c4; padding: .3rem .45rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
thead th { background: #eef2f6; }
tbody th { font-weight: bold; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.hash { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: .72rem; overflow-wrap: anywhere; }
pre { background: #f5f5f5; border: 1px solid #d0d0d0; padding: .75rem; font-size: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
figure { margin: 1rem 0 1.5rem; }
figure img { width: 100%; height: auto; display: block; border: 1px solid #d0d0d0; }
figcaption { font-size: .85rem; color: #333333; padding-top: .35rem; }
tr:target th, tr:target td, li:target, h3:target, h4:target { background: #fff3c4; }
@page { size: A4; margin: 15mm 14mm; }
@media print {
  :root { font-size: 11px; }
  body { max-width: none; padding: 0; }
  h2 { break-before: page; margin-top: 0; }
  #summary, #inputs { break-before: auto; margin-top: 1.5rem; }
  h3, h4, caption { break-after: avoid; }
  figure, tr, .short, dl.key div, .cautions { break-inside: avoid; }
  figure img { width: auto; max-width: 100%; max-height: 225mm; margin: 0 auto; }
  thead { display: table-header-group; }
  .wide { overflow: visible; }
  table { font-size: .72rem; }
  a { color: inherit; text-decoration: none; }
}
`);
