/** Style sheet of the pages. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f6f8, #15181c); --sheet: light-dark(#fff, #1e2329); --ink: light-dark(#1b2530, #e8edf2);
  --soft: light-dark(#5b6875, #a3afbb); --line: light-dark(#dde3e9, #333b44); --accent: light-dark(#0b5cad, #6db3f8);
  --on-accent: light-dark(#fff, #0d1b2a); --good: light-dark(#147a3d, #63c98a); --bad: light-dark(#b3261e, #ff8f85);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.5;
  font-family: "Pretendard", "Malgun Gothic", "Apple SD Gothic Neo", "Noto Sans CJK KR", system-ui, sans-serif; }
a { color: inherit; }
header { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; padding: 12px 24px;
  background: var(--sheet); border-bottom: 1px solid var(--line); }
.company { font-weight: 700; text-decoration: none; }
nav { display: flex; flex-wrap: wrap; gap: 4px; flex: 1; }
nav a { padding: 4px 10px; border-radius: 6px; text-decoration: none; color: var(--soft); }
nav a:hover { background: var(--ground); }
nav a[aria-current] { background: var(--ground); color: var(--ink); font-weight: 600; }
nav b { color: var(--accent); font-variant-numeric: tabular-nums; }
.approver, small, .state, .hint, .system, time, .id { color: var(--soft); font-size: 0.875rem; }
main { max-width: 1080px; margin: 0 auto; padding: 24px; }
h1 { margin: 0 0 16px; font-size: 1.6rem; }
h2 { margin: 0; font-size: 1.1rem; }
section { margin-bottom: 24px; }
.system { margin: 0; }
.intro { margin-top: 0; }
.bar { display: flex; flex-wrap: wrap; gap: 12px 24px; align-items: center; padding: 14px 16px;
  background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; }
.bar form { display: flex; gap: 10px; align-items: center; }
.hint { margin: 0; flex: 1 1 260px; }
.total { margin: 0; font-weight: 600; }
.light { width: 10px; height: 10px; border-radius: 50%; background: var(--bad); }
.light.running { background: var(--good); }
.light.busy { background: var(--soft); }
.cards { display: grid; gap: 14px; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); }
article { display: flex; flex-direction: column; padding: 16px; background: var(--sheet);
  border: 1px solid var(--line); border-radius: 10px; }
article form { margin-top: auto; padding-top: 12px; }
fieldset { display: flex; flex-wrap: wrap; gap: 6px; margin: 0; padding: 0; border: 0; }
legend { padding: 0 0 4px; color: var(--soft); font-size: 0.8rem; }
fieldset button { padding: 4px 10px; font-size: 0.8rem; }
article form + form { margin-top: 0; }
.screen { display: block; width: 100%; height: auto; margin-top: 8px; border: 1px solid var(--line); border-radius: 10px; }
.count { margin: 6px 0 0; }
.count b { font-size: 2.2rem; line-height: 1.1; font-variant-numeric: tabular-nums; }
.state { margin: 2px 0 0; }
.good { color: var(--good); } .bad { color: var(--bad); }
button { font: inherit; font-size: 0.9rem; padding: 6px 14px; border-radius: 7px; cursor: pointer;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); }
button.quiet { background: transparent; color: var(--accent); border-color: var(--line); }
button.danger { background: transparent; color: var(--bad); border-color: var(--bad); }
button:hover { filter: brightness(1.08); }
button:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button:disabled { opacity: 0.5; cursor: default; }
table { width: 100%; border-collapse: collapse; background: var(--sheet); border: 1px solid var(--line); }
th, td { padding: 10px 12px; text-align: left; border-bottom: 1px solid var(--line); vertical-align: middle; }
th { font-size: 0.8rem; font-weight: 600; color: var(--soft); }
.decision form { display: flex; gap: 6px; } .decision button, .id, td time { white-space: nowrap; }
.old-pc > div { flex: 0 0 180px; } .old-pc figure { flex: 1 1 320px; margin: 0; } .old-pc .hint { flex-basis: 100%; }
.load { display: block; width: 100%; height: 80px; background: var(--ground); border-radius: 6px; }
.by-bridge { fill: var(--accent); color: var(--accent); } .by-page { fill: var(--bad); color: var(--bad); }
figcaption { margin-top: 4px; color: var(--soft); font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.old-pc form { padding-top: 8px; } .people { flex: 1 1 320px; flex-wrap: wrap; } .bar .people + .hint { flex-basis: 100%; }
alrimi-board { display: block; max-width: 420px; }
.empty { color: var(--soft); } main > .empty { padding: 64px; text-align: center; font-size: 2rem; }
.journal { list-style: none; margin: 8px 0 0; padding: 12px 16px; background: var(--sheet);
  border: 1px solid var(--line); border-radius: 10px; font-size: 0.9rem; }
.journal li { padding: 3px 0; overflow-wrap: anywhere; } .journal time { margin-right: 8px; font-variant-numeric: tabular-nums; }
`;

/**
 * Updates an open page: fetches it again while it is visible, and replaces header and content after a change. It polls,
 * because held connections of six open pages would use up a browser's limit per host.
 */
export const refreshScript = `
let tag = null;
async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, tag === null ? {} : { headers: { "if-none-match": tag }, cache: "no-store" });
  if (answer.status !== 200) return;
  tag = answer.headers.get("etag");
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = document.activeElement?.id;
  document.title = next.title;
  for (const part of ["header", "main"]) {
    const now = document.querySelector(part), then = next.querySelector(part);
    if (now.innerHTML !== then.innerHTML) now.innerHTML = then.innerHTML;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
setInterval(() => refresh().catch(() => {}), 1500);
document.addEventListener("visibilitychange", () => refresh().catch(() => {}));
`;
