import type { Document } from '../core/document.ts';
import type { PlatformName } from '../core/schedule.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { fill, interfaceOf } from '../languages/interface.ts';
import { listed, set } from './schedule.ts';
import { showMessage } from './show.ts';
import { sayMoment } from './when.ts';

/** Why what somebody asked about schedules cannot be done. Each is told with what to do. */
export type Refusal =
  | { of: 'right'; platform: PlatformName }
  | { of: 'place' | 'channel' }
  | { of: 'topic'; known: readonly string[] }
  | { of: 'no-when'; topic: string }
  | {
      of: 'when';
      fault: 'unknown' | 'never' | 'past' | 'too-often';
      words: string;
      zone: string;
      now: number;
      minutes: number;
    }
  /** What the words for a time lack, as it was told already. */
  | { of: 'said'; text: string }
  | { of: 'zone'; words: string; nearest: readonly string[] }
  | { of: 'tag'; tag: string; known: readonly string[] }
  | { of: 'schedule'; id: string; known: readonly string[] }
  | { of: 'file'; id: string; topic: string }
  | { of: 'gone' };

/** A zone to name as an example: another than this. */
export function otherZone(zone: string): string {
  return zone === 'Asia/Riyadh' ? 'Europe/Paris' : 'Asia/Riyadh';
}

/** A refusal as a document. */
export function showRefusal(refusal: Refusal, language: InterfaceLanguage): Document {
  return showMessage('error', sayRefusal(refusal, language), language);
}

/** How to ask for a schedule: "china-russia weekdays at 8". */
export function exampleOf(topic: string, language: InterfaceLanguage): string {
  const [example = ''] = interfaceOf(language).times.examples;
  return set(`${topic} "${example}"`, language);
}

/** A refusal in words. */
export function sayRefusal(refusal: Refusal, language: InterfaceLanguage): string {
  const { times, managing, messages: said } = interfaceOf(language);
  const { messages } = managing;
  const known = 'known' in refusal ? listed(refusal.known.slice(0, 10), language) : '';
  switch (refusal.of) {
    case 'right':
      return refusal.platform === 'discord' ? messages.no_right_discord : messages.no_right_slack;
    case 'place':
      return messages.no_place;
    case 'channel':
      return messages.no_channel;
    case 'topic':
      return known === '' ? said.no_topics : fill(messages.how_topic, { known });
    case 'no-when':
      return fill(messages.how_schedule, { example: exampleOf(refusal.topic, language) });
    case 'when': {
      const { words, zone, now, minutes, fault } = refusal;
      const told = {
        unknown: 'when_unknown',
        never: 'when_never',
        past: 'when_past',
        'too-often': 'when_often',
      } as const;
      return fill(messages[told[fault]], {
        words: set(words, language),
        examples: listed(times.examples, language),
        now: sayMoment(now, zone, language),
        minutes,
      });
    }
    case 'said':
      return refusal.text;
    case 'zone': {
      const words = set(refusal.words, language);
      if (refusal.nearest.length > 0)
        return fill(messages.zone_unknown, { words, nearest: listed(refusal.nearest, language) });
      return fill(messages.zone_unknown_alone, { words, example: set(otherZone(''), language) });
    }
    case 'tag':
      return known === '' ? messages.tags_none : fill(messages.tag_unknown, { tag: set(refusal.tag, language), known });
    case 'schedule':
      if (known === '') return fill(messages.none_yet, { example: exampleOf('china-russia', language) });
      if (refusal.id === '') return fill(messages.which, { known });
      return fill(messages.unknown_schedule, { id: set(refusal.id, language), known });
    case 'file':
      return fill(messages.from_file, {
        id: set(refusal.id, language),
        file: set(`${refusal.topic}/topic.yaml`, language),
      });
    case 'gone':
      return messages.draft_gone;
  }
}
