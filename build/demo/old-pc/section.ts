import { type Html, html } from "../html.ts";
import type { CompanyState } from "../pages.ts";
import { OLD_PC } from "../services.ts";
import { wordsIn } from "../words.ts";
import type { Bucket, Load } from "./load.ts";

const WIDTH = 600;
const HEIGHT = 80;
/** Requests in two seconds that fill the chart. */
const FULL = 45;

/** The old system on the control page: its count, and its load of the last minute, by who asked. */
export function oldPcSection(state: CompanyState): Html {
  const { language, old } = state;
  const text = wordsIn(language).oldPc;
  const { queue, isCrowded, isKnown } = old;
  return html`
<section class="bar old-pc">
  <div>
    <p class="system">${OLD_PC.system[language]}</p>
    <h2><a href="/${OLD_PC.id}">${OLD_PC.name[language]}</a></h2>
    <p class="count"><b>${queue.items.length}</b> ${wordsIn(language).waits}</p>
    <p class="state"><span class="${isKnown ? "good" : ""}" id="old-pc-known">${isKnown ? text.known : text.notAskedYet}</span></p>
    <form method="post" action="/${OLD_PC.id}/request"><input type="hidden" name="back" value="control"><button class="quiet" id="request-${OLD_PC.id}">${wordsIn(language).newRequest}</button></form>
  </div>
  <figure>
    ${chart(old.load, text.chart(sumOf(old.load, "bridge"), sumOf(old.load, "page")))}
    <figcaption><span class="by-bridge">■</span> ${text.bridge(sumOf(old.load, "bridge"))} · <span class="by-page">■</span> ${text.page(sumOf(old.load, "page"))} · ${text.refused(old.load.refused)} · ${text.answeredIn(old.load.answeredIn)}</figcaption>
  </figure>
  <form method="post" action="/old-pc/${isCrowded ? "bridged" : "crowded"}"><button class="${isCrowded ? "danger" : "quiet"}" id="old-pc-crowd">${isCrowded ? text.endCrowd : text.crowd}</button></form>
  <p class="hint">${isCrowded ? text.crowdedHint : text.hint}</p>
</section>`;
}

function sumOf({ buckets }: Load, by: keyof Bucket): number {
  return buckets.reduce((sum, bucket) => sum + bucket[by], 0);
}

function chart({ buckets }: Load, says: string): Html {
  const width = WIDTH / buckets.length;
  const bars = buckets.map(({ bridge, page }, index) => {
    const [low, high] = [tall(bridge), tall(bridge + page)];
    const x = (index * width).toFixed(1);
    return html`<rect class="by-page" x="${x}" y="${HEIGHT - high}" width="${width - 2}" height="${high - low}"/><rect class="by-bridge" x="${x}" y="${HEIGHT - low}" width="${width - 2}" height="${low}"/>`;
  });
  return html`<svg class="load" role="img" aria-label="${says}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">${bars}</svg>`;
}

/** At least two pixels for something. */
function tall(requests: number): number {
  return requests === 0 ? 0 : Math.max(2, Math.min(HEIGHT, Math.round((requests / FULL) * HEIGHT)));
}
