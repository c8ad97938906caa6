import { tellOptions } from './tell-options';

tellOptions(
  /^(image_(generation|edit|variation)|speech|transcription|translation|moderation|generate_embedding|rank_by)/
);
