// What is known of a film: figures, scores, price by stage and files; transitions, webhooks and the API's own answer, each read when it is opened.
import { html, useState } from "./htm.mjs";
import { ask, useLive } from "./api.mjs";
import { Act, READING, Table, Trouble, dollars, moment, percent, seconds, stepOf } from "./parts.mjs";

const SCORES = { coherence: "Coherence", pacing: "Pacing", emotional_arc: "Emotional arc" };

/** What each kind of step has cost, dearest first. */
function stagesOf(steps) {
  const sums = new Map();
  for (const step of steps) {
    const { does } = stepOf(step.name);
    sums.set(does, (sums.get(does) ?? 0) + step.cost_usd);
  }
  return [...sums].filter(([, sum]) => sum > 0).sort(([, one], [, other]) => other - one);
}

const Price = ({ job }) => {
  const stages = stagesOf(job.steps);
  return html`${dollars(job.cost_usd)} ${stages.length > 0 && html`<small>${stages.map(([does, sum]) => `${does} ${dollars(sum)}`).join(" · ")}</small>`}`;
};

export const Facts = ({ job }) => {
  const facts = [
    ["Cost", html`<${Price} job=${job} />`],
    ["Film", job.result?.duration ? seconds(job.result.duration) : null],
    ["Made in", job.duration ? seconds(job.duration) : null],
    ["Attempt", job.attempt > 1 ? job.attempt : null],
    ["Retried", job.next_retry_at ? moment(job.next_retry_at) : null],
    ["Kept until", job.expires_at ? moment(job.expires_at) : null],
    ...Object.entries(SCORES).map(([name, words]) => {
      const score = job.result?.scores[name];
      return [words, score?.value == null ? null : html`${percent(score.value)} ${score.advice && html`<small dir="auto">${score.advice}</small>`}`];
    }),
    ...(job.result?.fallbacks ?? []).map((one) => ["Fallback", `${one.capability}: ${one.used} instead of ${one.asked}. ${one.reason}`]),
    ...job.warnings.map((one) => ["Note", one.message]),
    ["Id", html`<code>${job.job_id}</code>`],
  ];
  return html`<dl class="facts">${facts.filter(([, value]) => value !== null).map(([name, value]) =>
    html`<dt key=${name}>${name}</dt><dd>${value}</dd>`)}</dl>`;
};

export const Files = ({ files }) =>
  html`<section aria-labelledby="files"><h2 id="files">Files</h2>
    <ul class="chips">${Object.entries(files).map(([name, { url }]) => html`<li key=${name}><a href=${url}>${name.replaceAll("_", " ")}</a></li>`)}</ul>
  </section>`;

/** Content that is made while it is open. */
function Fold({ name, children }) {
  const [open, setOpen] = useState(false);
  return html`<details onToggle=${(event) => setOpen(event.target.open)}><summary>${name}</summary>${open && children()}</details>`;
}

const Transitions = ({ history }) => html`<${Table} name="Transitions" columns=${["Time", "Event", "State", "Attempt"]}
  rows=${history.map((row) => [row.sequence, moment(row.at), row.event.replaceAll("_", " "), row.to_state.toLowerCase(), row.attempt])} />`;

function Deliveries({ path, ended }) {
  const { data, error, again } = useLive(`${path}/deliveries`, 15_000);
  const rows = (data?.deliveries ?? []).map((one) => [
    `${one.webhook_id} ${one.number}`, moment(one.at), one.type, html`<code>${one.place}</code>`, `${one.number}, ${one.trigger}`, html`<strong>${one.outcome.replaceAll("_", " ")}</strong> ${one.status ?? ""} ${one.detail ?? ""}`,
    one.milliseconds === null ? "–" : `${one.milliseconds} ms`, moment(one.next_try_at),
  ]);
  return html`<${Trouble} error=${error} />
    <${Table} name="Webhooks" columns=${["Time", "Event", "To", "Try", "Outcome", "Took", "Next try"]} rows=${rows}
      empty=${data ? "No webhook was sent for this film." : READING} />
    ${ended && rows.length > 0 && html`<p><${Act} run=${() => ask(`${path}/deliveries`, { method: "POST" }).then(again)}>Send it again<//></p>`}`;
}

export const Record = ({ job, path, history, ended }) => html`<section aria-labelledby="record"><h2 id="record">Record</h2>
  <${Fold} name=${`${history.length} transitions`}>${() => html`<${Transitions} history=${history} />`}<//>
  <${Fold} name="Webhooks">${() => html`<${Deliveries} path=${path} ended=${ended} />`}<//>
  <${Fold} name="JSON of the API">${() => html`<pre tabindex="0" role="region" aria-label="JSON"><code>${JSON.stringify(job, null, 2)}</code></pre>`}<//>
</section>`;
