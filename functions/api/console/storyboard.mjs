// The scenes of a film as cards: words and picture, which fill while they are made. A moment of a replay hides what came later.
import { html, useEffect } from "./htm.mjs";
import { Approval } from "./approval.mjs";
import { useLive } from "./live.mjs";
import { Poster } from "./parts.mjs";
import { ENDED, dollars, seconds } from "./words.mjs";

/** Group the steps of scenes by the scene's number. */
function stepsByScene(steps) {
  const scenes = new Map();
  for (const step of steps) {
    const found = step.name.match(/#(\d+)$/);
    if (found) scenes.set(Number(found[1]), [...(scenes.get(Number(found[1])) ?? []), step]);
  }
  return scenes;
}

const stateOf = (steps, film, open) => {
  if (steps.some((step) => step.state === "running")) return open ? "being made" : "not finished";
  if (steps.some((step) => step.state === "failed")) return "failed";
  if (steps.some((step) => step.name.startsWith("render_scene") && step.state === "done")) return "ready";
  return steps.length > 0 ? "begun" : film;
};

const Scene = ({ scene, steps, board, open }) => {
  const picture = steps.find((step) => step.preview && step.state === "done");
  const cost = steps.reduce((sum, step) => sum + step.cost_usd, 0);
  const busy = open && steps.some((step) => step.state === "running");
  return html`<li class="scene">
    <${Poster} url=${picture?.preview.url} busy=${busy}><span class="number">${scene + 1}</span><//>
    ${board?.text && html`<p dir="auto">${board.text}</p>`}
    <small>${stateOf(steps, open ? "waiting" : "not made", open)}${board?.seconds ? ` · ${seconds(board.seconds)}` : ""} · ${picture?.cached ? "cached" : dollars(cost)}</small>
  </li>`;
};

/** `version` changes when there may be something new to read. */
export function Storyboard({ job, path, steps, version, readFilm }) {
  const { data, again } = useLive(`${path}/storyboard`, 30_000);
  useEffect(again, [version]);
  const made = stepsByScene(steps);
  const board = new Map((data?.scenes ?? []).map((scene) => [scene.scene, scene]));
  const numbers = [...new Set([...made.keys(), ...board.keys()])].sort((a, b) => a - b);
  if (job.approval_until && data?.scenes.length) return html`<${Approval} job=${job} path=${path} scenes=${data.scenes} again=${readFilm} />`;
  return numbers.length > 0 && html`<section aria-labelledby="scenes"><h2 id="scenes">Storyboard</h2>
    <ol class="scenes">${numbers.map((number) =>
      html`<${Scene} key=${number} scene=${number} steps=${made.get(number) ?? []} board=${board.get(number)} open=${!ENDED.has(job.status)} />`)}</ol>
  </section>`;
}
