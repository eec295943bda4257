// The scenes of a film as cards: words and picture, which fill while they are made. A moment of a replay hides what came later.
// In a film that waits for approval they are editors.
import { html, useEffect, useState } from "./htm.mjs";
import { ask, sendFile, useLive } from "./api.mjs";
import { Act, ENDED, Poster, dollars, moment, seconds } from "./parts.mjs";

const Editor = ({ scene, change, set }) =>
  html`<li class="scene">
    <${Poster} url=${scene.preview?.url}><span class="number">${scene.scene + 1}</span><//>
    <label><span class="spoken">Words of scene ${scene.scene + 1}</span>
      <textarea dir="auto" maxlength="500" onInput=${(event) => set({ text: event.target.value })}>${change.text ?? scene.text}</textarea></label>
    <label>Own picture <input type="file" accept="image/*,video/*" onChange=${(event) => set({ file: event.target.files[0] })} /></label>
    <label class="check"><input type="checkbox" checked=${change.repaint ?? false} onChange=${(event) => set({ repaint: event.target.checked })} /> Paint it anew</label>
    <small>${seconds(scene.seconds)}</small>
  </li>`;

const differs = (scene, { text, file, repaint }) => (text !== undefined && text.trim() !== scene.text) || file || repaint;

async function editOf(scene, { text, file, repaint }) {
  const edit = { scene: scene.scene };
  if (text !== undefined && text.trim() !== scene.text) edit.text = text.trim();
  if (file) edit.upload = await sendFile(file);
  if (repaint) edit.repaint = true;
  return edit;
}

/** `again` reads the film anew. */
function Approval({ job, path, scenes, again }) {
  const [changes, setChanges] = useState({});
  const set = (number) => (change) => setChanges((old) => ({ ...old, [number]: { ...old[number], ...change } }));
  const changed = scenes.filter((scene) => differs(scene, changes[scene.scene] ?? {}));
  const send = async () => {
    const edits = await Promise.all(changed.map((scene) => editOf(scene, changes[scene.scene])));
    await ask(`${path}/storyboard`, { method: "POST", body: { scenes: edits } });
    setChanges({});
    again();
  };
  return html`<section aria-labelledby="approval"><h2 id="approval">Your approval</h2>
    <div class="note"><p>This film waits for you until ${moment(job.approval_until)}. Nothing runs and nothing is paid until then.
      Change words or pictures, or approve it as it is.</p>
      <${Act} kind=${changed.length ? "" : "main"} run=${() => ask(`${path}/approve`, { method: "POST" }).then(again)}
        sure=${changed.length ? "Yes, without my changes" : ""}>Approve and make the film<//>
      ${changed.length > 0 && html`<${Act} kind="main" run=${send}>Make ${changed.length} changed ${changed.length === 1 ? "scene" : "scenes"} again<//>`}</div>
    <ol class="scenes">${scenes.map((scene) =>
      html`<${Editor} key=${`${scene.scene} ${scene.text}`} scene=${scene} change=${changes[scene.scene] ?? {}} set=${set(scene.scene)} />`)}</ol>
  </section>`;
}

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
