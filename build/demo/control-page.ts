import { nameIn } from "../../main/contract/catalog.ts";
import { FAULTS } from "./desk.ts";
import { type Html, html } from "./html.ts";
import { oldPcSection } from "./old-pc/section.ts";
import { type CompanyState, clock, page, type ServiceState } from "./pages.ts";
import type { SwitchState } from "./switch.ts";
import { wordsIn } from "./words.ts";

/** `/`: the switches, all services, the virtual desktop and the journal. */
export function controlPage(state: CompanyState): string {
  const text = wordsIn(state.language);
  const brokerWords = { name: text.broker, stop: text.stopBroker, start: text.startBroker };
  const serverWords = { name: text.server, stop: text.stopServer, start: text.startServer };
  return page(
    state,
    undefined,
    text.control,
    html`
<p class="intro">${text.controlIntro}</p>
<section class="bar">
  ${powerSwitch(state, "broker", brokerWords)}
  <p class="hint">${text.brokerHint}</p>
</section>
<section class="bar">
  ${powerSwitch(state, "server", serverWords)}
  <p class="hint">${text.serverHint}</p>
</section>
<section class="bar">
  <form method="post" action="/burst"><button id="burst">${text.burst}</button></form>
  <form method="post" action="/due/soon"><button class="quiet" id="due-soon">${text.dueSoon}</button></form>
  <form method="post" action="/due/past"><button class="quiet" id="due-past">${text.duePast}</button></form>
  ${presentingSwitch(state)}
</section>
<section class="cards">${state.services.map((service) => card(state, service))}</section>
${oldPcSection(state)}
${peopleSection(state)}
${screen(state)}
<section>
  <h2>${text.journal}</h2>
  ${state.journal.length === 0 ? html`<p class="empty">${text.nothingYet}</p>` : html`<ol class="journal">${state.journal.map((entry) => html`<li><time>${clock(state, entry.at)}</time> ${entry.text}</li>`)}</ol>`}
</section>`,
  );
}

function card({ language }: CompanyState, { service, queue, progress, hasPrevious }: ServiceState): Html {
  const text = wordsIn(language);
  const name = nameIn(language, service);
  return html`
<article>
  <p class="system">${service.system[language]}</p>
  <h2><a href="/${service.id}">${name}</a></h2>
  <p class="count"><b>${queue.items.length}</b> ${text.waits}</p>
  <p class="state">${text.sequence} ${queue.sequence} · <span class="${{ kept: "good", stored: "", waiting: "bad" }[progress]}">${text.progress[progress]}</span></p>
  <p class="state">${text.way[service.way]}</p>
  <form method="post" action="/${service.id}/request"><input type="hidden" name="back" value="control"><button class="quiet" id="request-${service.id}">${text.newRequest}</button></form>
  <form method="post" action="/${service.id}/faulty">
    <fieldset aria-label="${name}: ${text.onPurpose}">
      <legend>${text.onPurpose}</legend>
      ${FAULTS.map((fault) => html`<button class="quiet" name="fault" value="${fault}" id="${fault}-${service.id}"${disabledIf(fault === "late" && !hasPrevious)}>${text.fault[fault]}</button>`)}
    </fieldset>
  </form>
</article>`;
}

function powerSwitch(
  state: CompanyState,
  part: "broker" | "server",
  words: Readonly<Record<"name" | "stop" | "start", string>>,
): Html {
  const text = wordsIn(state.language);
  const now: SwitchState = state[part];
  const action = now === "running" ? "stop" : "start";
  const says = { running: text.running, stopped: text.stopped, busy: text.busy }[now];
  return html`
<form method="post" action="/${part}/${action}">
  <span class="light ${now}"></span><span>${words.name}: <b id="${part}-state">${says}</b></span>
  <button id="${part}" class="${now === "running" ? "danger" : ""}"${disabledIf(now === "busy")}>${words[action]}</button>
</form>`;
}

function peopleSection({ language, user, hr }: CompanyState): Html {
  const text = wordsIn(language).hr;
  const leaving = (id: string): Html =>
    html`<button class="quiet" name="id" value="${id}" id="leave-${id}"${disabledIf(id === user)} aria-label="${text.leave(id)}">${id} ${id === user ? "" : "×"}</button>`;
  return html`
<section class="bar">
  <h2>${text.title(hr.people.length)}</h2>
  <form method="post" action="/hr/join"><button class="quiet" id="join"${disabledIf(!hr.canJoin)}>${text.join}</button></form>
  <form method="post" action="/hr/leave" class="people">${hr.people.map(leaving)}</form>
  <p class="hint">${text.hint}</p>
</section>`;
}

function presentingSwitch({ language, isPresenting }: CompanyState): Html {
  const text = wordsIn(language);
  if (isPresenting === undefined) return html``;
  return html`
<form method="post" action="/presenting/${isPresenting ? "off" : "on"}"><button class="quiet" id="presenting">${isPresenting ? text.stopPresenting : text.startPresenting}</button></form>
${isPresenting ? html`<p class="hint">${text.presentingHint}</p>` : html``}`;
}

function screen({ language, picture }: CompanyState): Html {
  const text = wordsIn(language);
  if (picture === undefined) return html``;
  const source = `/screen.png?${picture.version}`;
  return html`
<section>
  <h2>${text.screenTitle}</h2>
  <a href="${source}" id="screen"><img class="screen" src="${source}" alt="${text.screenAlt}"></a>
</section>`;
}

function disabledIf(isDisabled: boolean): Html {
  return isDisabled ? html` disabled` : html``;
}
