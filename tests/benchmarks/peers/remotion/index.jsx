// The measured film as a composition of Remotion, as its documents show it: images, CSS transforms, spans, two <Audio>.
import React from "react";
import {AbsoluteFill, Audio, Composition, Img, Sequence, continueRender, delayRender, registerRoot, staticFile,
  useCurrentFrame, useVideoConfig} from "remotion";

const smooth = (share) => share * share * (3 - 2 * share);

const Shot = ({shot}) => {
  const frame = useCurrentFrame();
  const {width, height} = useVideoConfig();
  const [zoom, x, y] = shot.views[Math.min(frame, shot.views.length - 1)];
  const opacity = shot.fade ? smooth(Math.min(1, frame / shot.fade)) : 1;
  const left = width * (0.5 - x * zoom);
  const top = height * (0.5 - y * zoom);
  return (
    <AbsoluteFill style={{opacity, overflow: "hidden"}}>
      <Img src={staticFile(shot.picture)}
        style={{width, height, transformOrigin: "0 0", transform: `translate(${left}px, ${top}px) scale(${zoom})`}} />
    </AbsoluteFill>
  );
};

const Captions = ({lines, fontPixels, captionCentre}) => {
  const {fps} = useVideoConfig();
  const seconds = useCurrentFrame() / fps;
  const line = lines.find((one) => one.start_seconds <= seconds && seconds < one.end_seconds);
  if (!line) {
    return null;
  }
  const spoken = line.words.findLastIndex((word) => word.start_seconds <= seconds);
  return (
    <div style={{position: "absolute", width: "100%", top: `${100 * captionCentre}%`, transform: "translateY(-50%)",
      textAlign: "center", fontFamily: "Film", fontSize: fontPixels, whiteSpace: "pre", color: "white",
      WebkitTextStroke: "10px black", paintOrder: "stroke fill"}}>
      {line.words.map((word, place) => (
        <span key={place} style={{color: place === spoken ? "#ffe04a" : "white"}}>
          {place ? " " : ""}{word.text.toUpperCase()}
        </span>
      ))}
    </div>
  );
};

const Film = (film) => {
  const [handle] = React.useState(() => delayRender("the font"));
  React.useEffect(() => {
    new FontFace("Film", `url(${staticFile(film.font)})`).load().then((font) => {
      document.fonts.add(font);
      continueRender(handle);
    });
  }, [handle]);
  return (
    <AbsoluteFill style={{backgroundColor: "black"}}>
      {film.shots.map((shot) => (
        <Sequence key={shot.from} from={shot.from} durationInFrames={shot.views.length}>
          <Shot shot={shot} />
        </Sequence>
      ))}
      <Captions {...film} />
      <Audio src={staticFile("voice.wav")} />
      <Audio src={staticFile("bed.wav")} />
    </AbsoluteFill>
  );
};

const described = ({props}) => ({durationInFrames: props.frames, fps: props.fps, width: props.width, height: props.height});

registerRoot(() => (
  <Composition id="film" component={Film} durationInFrames={1} fps={30} width={1080} height={1920} defaultProps={{}}
    calculateMetadata={described} />
));
