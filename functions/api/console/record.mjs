// The record of a film: transitions, webhooks and the API's own answer. Each is read or built only when it is opened.
import { html, useState } from "./htm.mjs";
import { ask } from "./api.mjs";
import { useLive } from "./live.mjs";
import { Act, READING, Table, Trouble } from "./parts.mjs";
import { moment } from "./words.mjs";

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
