// The film. Its URL expires: before that, and when the player fails, the page reads the job again and keeps the position.
import { html, useEffect, useRef, useState } from "./htm.mjs";
import { readText } from "./api.mjs";

const EARLY = 30_000;

/** An object URL of the captions, read with the token: another origin's `<track>` would be refused. */
function useCaptions(job) {
  const [url, setUrl] = useState(null);
  const has = Boolean(job.result.files.captions_vtt);
  useEffect(() => {
    if (!has) return undefined;
    let made = null, left = false;
    readText(`${job.links.self}/captions.vtt`).then((text) => {
      if (left) return;
      made = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
      setUrl(made);
    }, () => setUrl(null));
    return () => { left = true; if (made) URL.revokeObjectURL(made); };
  }, [job.job_id, has]);
  return url;
}

/** `start` is the second at which the film begins. */
export function Player({ job, again, title, start }) {
  const place = useRef(null);
  const { url, expires_at } = job.result.files.video;
  const [source, setSource] = useState({ url, expires_at });
  const captions = useCaptions(job);
  const failed = useRef(false);
  // Before anything is loaded this sets where the player begins.
  useEffect(() => { if (start > 0) place.current.currentTime = start; }, [start]);
  useEffect(() => {
    // Every read signs a new URL; the player takes one only when it needs it, because a new source starts from the beginning.
    const expired = Date.parse(source.expires_at) - Date.now() < EARLY;
    if (url === source.url || !(expired || failed.current)) return;
    const { currentTime, paused, readyState } = place.current;
    failed.current = false;
    // Without data the position could not be set again, and the film would stop.
    if (readyState > 0) place.current.preload = "metadata";
    place.current.addEventListener("loadedmetadata", () => {
      place.current.currentTime = currentTime;
      if (!paused) place.current.play();
    }, { once: true });
    setSource({ url, expires_at });
  });
  useEffect(() => {
    const timer = setTimeout(again, Math.max(0, Date.parse(source.expires_at) - Date.now() - EARLY / 2));
    return () => clearTimeout(timer);
  }, [source.expires_at]);
  const broken = () => { if (!failed.current) { failed.current = true; again(); } };
  return html`<video ref=${place} src=${source.url} poster=${job.result.files.thumbnail?.url} controls playsinline
      preload="none" aria-label=${`Film ${title}`} onError=${broken}>
    ${captions && html`<track kind="captions" label="Captions" src=${captions} srclang=${job.result.details.language ?? "en"} />`}
  </video>`;
}
