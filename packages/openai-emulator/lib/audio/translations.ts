import { missingParameter } from '../http/api-error';
import { numberOf, textOf } from '../http/json';
import type { Answer, ApiRequest } from '../http/messages';
import { readForm } from '../http/multipart';
import { checkChoice } from '../parameters/checks';
import { listenTo } from './listen';
import { plainFormats } from './listeners';
import type { SpokenTexts } from './spoken-texts';
import { describeText, transcribe } from './transcript';
import { toVerbose, writeSrt, writeVtt } from './transcript-formats';
import { checkForm } from './transcription-rules';

const parameters = ['model', 'prompt', 'response_format', 'temperature'];

/** The emulator knows no languages, so that it says only that the text is now English. */
export async function answerTranslation(request: ApiRequest, spoken: SpokenTexts): Promise<Answer> {
  const { fields: body, files } = await readForm(request);
  const [file] = files.get('file') ?? [];
  checkForm({ ...body, ...Object.fromEntries(files) }, parameters);
  checkChoice(body, 'response_format', plainFormats);
  if (!file) throw missingParameter('file');
  const sound = await listenTo(file);
  const heard = transcribe(sound, spoken);
  const text = heard.isHeard ? `In English: ${heard.text}` : heard.text;
  const translation = describeText(text, sound.seconds, heard.isHeard);
  const send = (written: string): Answer => ({ file: Buffer.from(written), contentType: 'text/plain; charset=utf-8' });
  switch (textOf(body['response_format'])) {
    case 'text':
      return send(`${text}\n`);
    case 'srt':
      return send(writeSrt(translation));
    case 'vtt':
      return send(writeVtt(translation));
    case 'verbose_json': {
      const temperature = numberOf(body['temperature'], 0);
      const wishes = { task: 'translate', language: 'english', temperature, granularities: ['segment'] } as const;
      return { body: toVerbose(translation, wishes) };
    }
    default:
      return { body: { text } };
  }
}
