// Numbers and times as people read them.
export const percent = (share) => `${Math.round(share * 100)} %`;
export const dollars = (amount) => (amount === 0 ? "free" : `$${amount.toFixed(amount < 1 ? 4 : 2)}`);

export function seconds(count) {
  if (count === null || count === undefined) return "–";
  if (count < 10) return `${count.toFixed(1)} s`;
  if (count < 120) return `${Math.round(count)} s`;
  return `${Math.floor(count / 60)} min ${Math.round(count % 60)} s`;
}

export const moment = (text) => (text ? new Date(text).toLocaleString() : "–");

const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60]];

/** How long ago, in the language of the browser. */
export function ago(text) {
  const passed = Math.max(0, Date.now() - Date.parse(text)) / 1000;
  const [unit, size] = UNITS.find(([, one]) => passed >= one) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(-Math.round(passed / size), unit);
}

/** What each kind of step does. */
const DOES = {
  decode_files: "Read own files", generate_hook: "Write the hook", generate_script: "Write the script", describe_film: "Describe the film",
  validate_coherence: "Judge coherence", analyze_pacing: "Judge pacing", track_emotional_arc: "Judge the arc", plan_scenes: "Plan scenes",
  generate_audio_tts: "Speak", generate_image_imagen: "Paint", generate_video_veo: "Make the clip", render_scene: "Render",
  plan_timeline: "Plan the timeline", compose_final_video: "Join the film", generate_thumbnail: "Design the thumbnail",
  export_video: "Export", complete: "Complete",
};

const inWords = (kind) => kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("_", " ");

/** A step's name as {kind, scene, does}; `scene` counts from 0 and is null for steps of the whole film. */
export function stepOf(name) {
  const [kind, scene] = name.split("#");
  return { kind, scene: /^\d+$/.test(scene ?? "") ? Number(scene) : null, does: DOES[kind] ?? inWords(kind) };
}

/** A step's name in words: `render_scene#3` becomes "Render, scene 4". */
export function stepWords(name) {
  const { does, scene } = stepOf(name);
  return scene === null ? does : `${does}, scene ${scene + 1}`;
}

/** A film's name: its title, else the beginning of its id. */
export const titleOf = (job) => job.title || `Film ${job.job_id.slice(0, 8)}`;

export const ENDED = new Set(["completed", "failed", "cancelled"]);
