// A new film: what it will cost and take is shown before it is sent. `again` in the address fills in what is known of an earlier film.
import { html, useEffect, useRef, useState } from "./htm.mjs";
import { ask, newKey, sendFile, useLive } from "./api.mjs";
import { Act, Heading, Trouble, dollars, seconds } from "./parts.mjs";

const PLATFORMS = ["youtube", "tiktok", "instagram", "youtube_wide", "square"];
const CAPTIONS = ["auto", "karaoke", "pop", "box", "sidecar", "none"];
const PATIENCE = 600;
const EMPTY = { kind: "script", text: "", title: "", platform: "tiktok", captions: "auto", voice: "", duration: "30", hold: false };

const requestOf = ({ kind, text, title, platform, captions, voice, duration, hold }, images = []) => ({
  video_request: {
    title, platform, captions, hold_at: hold ? "storyboard" : null, duration: Number(duration), voice: voice || null, images,
    [kind === "script" ? "script_content" : "prompt"]: text,
  },
});

/** Ask for the price, a moment after the last key. */
function usePrice(values) {
  const [price, setPrice] = useState({});
  useEffect(() => {
    if (!values.text.trim()) return setPrice({});
    const stop = new AbortController();
    const timer = setTimeout(() => {
      ask("/api/v1/jobs?dry_run=true", { method: "POST", body: requestOf(values), signal: stop.signal }).then(
        (tried) => setPrice({ tried }),
        (error) => error.name !== "AbortError" && setPrice({ error }),
      );
    }, PATIENCE);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [JSON.stringify(values)]);
  return price;
}

/** Title and words of the film with this id. Voice and platform are not kept with a film. */
function useEarlier(id, set) {
  useEffect(() => {
    if (!id) return;
    const path = `/api/v1/jobs/${encodeURIComponent(id)}`;
    Promise.all([ask(path), ask(`${path}/storyboard`).catch(() => ({ scenes: [] }))]).then(([job, { scenes }]) =>
      set((old) => ({ ...old, title: job.title, text: scenes.map((scene) => scene.text).join("\n") })), () => {});
  }, [id]);
}

const Price = ({ tried }) =>
  html`<p class="price panel" role="status">${tried
    ? html`<strong>${dollars(tried.estimated_cost_usd)}</strong>, ready in about
        <strong> ${seconds(tried.estimated_duration)}</strong>, a film of ${seconds(tried.estimated_film_seconds)}`
    : "Price and time are shown here before you send."}
    ${tried?.warnings.map((warning) => html`<br key=${warning.code} /><span>${warning.message}</span>`)}</p>`;

/** A labelled input; the error of its field stands below it and is tied to it. `input` takes the attributes. */
function Field({ name, field, error, input }) {
  const wrong = error?.problem?.errors?.filter((one) => one.field.split(".").includes(field)) ?? [];
  const tied = wrong.length > 0 ? { "aria-invalid": "true", "aria-describedby": `wrong-${field}` } : {};
  return html`<div class="field"><label>${name} ${input(tied)}</label>
    ${wrong.length > 0 && html`<p id=${`wrong-${field}`} class="wrong">${wrong.map((one) => one.message).join(" ")}</p>`}</div>`;
}

const choice = (words, value, set, first) => (tied) =>
  html`<select ...${tied} value=${value} onChange=${(event) => set(event.target.value)}>
    ${first && html`<option value="">${first}</option>`}${words.map((word) => html`<option key=${word} value=${word}>${word.replaceAll("_", " ")}</option>`)}</select>`;

export default function NewFilm({ filters }) {
  const [values, setValues] = useState(EMPTY), [files, setFiles] = useState([]), [refused, setRefused] = useState(null);
  useEarlier(filters.again, setValues);
  const set = (name) => (value) => { setRefused(null); setValues((old) => ({ ...old, [name]: value })); };
  const typed = (name) => (event) => set(name)(event.target.value);
  const { tried, error: found } = usePrice(values);
  const error = refused ?? found;
  const voices = (useLive("/api/v1/providers", 60_000).data?.providers ?? []).flatMap((one) => one.voices);
  // One key for equal values: a second click, or a repeat after a lost answer, makes no second film.
  const keys = useRef({}), sent = useRef(new Map());
  const uploaded = (file) => sent.current.get(file) ?? sent.current.set(file, sendFile(file)).get(file);
  const send = async () => {
    try {
      const images = await Promise.all(files.map(uploaded));
      const body = requestOf(values, images.map((upload) => ({ upload })));
      const made = await ask("/api/v1/jobs", { method: "POST", body, key: (keys.current[JSON.stringify(body)] ??= newKey()) });
      location.hash = `#/films/${made.job_id}`;
    } catch (failed) { setRefused(failed); }
  };
  const { kind } = values, field = kind === "script" ? "script_content" : "prompt";
  return html`<${Heading}>New film<//>
    ${filters.again && html`<p class="note">Title and words come from an earlier film. Choose platform, voice and captions anew: they are not kept with a film.</p>`}
    <form class="sides" onSubmit=${(event) => event.preventDefault()}><div class="inputs">
      <${Field} name="Make it from" input=${choice(["script", "idea"], kind, set("kind"))} />
      <${Field} name=${kind === "script" ? "Script" : "Idea"} field=${field} error=${error} input=${(tied) =>
        html`<textarea ...${tied} rows="8" dir="auto" value=${values.text} onInput=${typed("text")}></textarea>`} />
      <div class="pair">
        <${Field} name="Title" field="title" error=${error} input=${(tied) => html`<input ...${tied} maxlength="200" dir="auto" value=${values.title} onInput=${typed("title")} />`} />
        <${Field} name="Platform" field="platform" error=${error} input=${choice(PLATFORMS, values.platform, set("platform"))} />
        <${Field} name="Voice" field="voice" error=${error} input=${choice([...new Set(voices)], values.voice, set("voice"), "by language")} />
        <${Field} name="Captions" field="captions" error=${error} input=${choice(CAPTIONS, values.captions, set("captions"))} />
        ${kind === "idea" && html`<${Field} name="Seconds" field="duration" error=${error} input=${(tied) =>
          html`<input ...${tied} type="number" min="5" max="900" value=${values.duration} onInput=${typed("duration")} />`} />`}
        <${Field} name="Own pictures and clips" field="images" error=${error} input=${(tied) =>
          html`<input ...${tied} type="file" multiple accept="image/*,video/*" onChange=${(event) => setFiles([...event.target.files])} />`} />
      </div>
      </div><div class="side">
      <${Price} tried=${error ? null : tried} />
      <label class="check"><input type="checkbox" checked=${values.hold} onChange=${(event) => set("hold")(event.target.checked)} />
        Show me the storyboard first: the film waits for my approval</label>
      <${Trouble} error=${error} />
      <${Act} kind="main" run=${send}>Make the film<//></div>
    </form>`;
}
