// A film that waits with its storyboard: change single scenes, look again, approve.
import { html, useState } from "./htm.mjs";
import { ask, sendFile } from "./api.mjs";
import { Act, Poster } from "./parts.mjs";
import { moment, seconds } from "./words.mjs";

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
export function Approval({ job, path, scenes, again }) {
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
