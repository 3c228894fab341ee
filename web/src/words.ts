// The playbook's names in words that a tense person can read at a glance.
import type { InterviewRow, Phase, ReasonName, Standing, Step } from './types';

export const phaseWords: Record<Phase, string> = {
  scheduled: 'Coming up', waiting: 'It is time', missed: 'No call', held: 'You spoke',
  rescheduled: 'New time', cancelled: 'Cancelled', closed: 'Closed', silent: 'Gone quiet', withdrawn: 'Withdrawn',
};

export const standingWords: Record<Standing, string> = {
  'in-the-running': 'In the running', out: 'Not this one', offer: 'Offer', accepted: 'Accepted', withdrawn: 'Withdrawn',
};

export const stepWords: Record<Step, string> = {
  prepare: 'be ready', wait: 'wait a little', call: 'ring them', voicemail: 'leave a message', email: 'write to them',
  await: 'their turn', nudge: 'nudge, kindly', pick: 'pick a time', done: 'done',
};

export const reasonWords: Record<ReasonName, { title: string; text: string }> = {
  busy: { title: 'Busy', text: 'Something urgent came up, or their meetings ran over.' },
  away: { title: 'Away', text: 'Unexpectedly out of the office: ill, a child ill, travelling.' },
  schedule: { title: 'Wires crossed', text: 'They have another time down, or expect you to dial.' },
  filled: { title: 'Filled', text: 'Another candidate accepted the offer.' },
  manager: { title: 'Change of plans', text: 'The manager changed or left, or the role is on hold.' },
  phone: { title: 'The phone', text: 'They may have tried: the number or the phone stood in the way.' },
  unknown: { title: 'We cannot tell', text: 'Something that leaves no trace that we can see.' },
};

export const eventWords: Record<string, string> = {
  watching: 'Watching', warning: 'Worth a check', due: 'The agreed time', missed: 'No call came', advice: 'Advice',
  draft: 'Letter written', sent: 'Letter sent', 'held-back': 'Not sent, and why', reply: 'They answered',
  retimed: 'Moved', held: 'You spoke', rescheduled: 'New time', cancelled: 'Cancelled', closed: 'Closed',
  nudge: 'Nudge', silent: 'Gone quiet', note: 'Note',
};

export const letterWords: Record<string, string> = {
  draft: 'ready for you', pending: 'about to go', sending: 'going out', sent: 'sent', held: 'held back',
  suppressed: 'not sent', 'in-doubt': 'perhaps sent',
};

export const aboutOf = (iv: InterviewRow) =>
  [iv.company !== iv.who ? iv.company : null, iv.role].filter(Boolean).join(' · ');

/** Advice comes as plain sentences without a capital at the start. */
export const sentence = (text: string) => (text ? text.charAt(0).toUpperCase() + text.slice(1) : text);

export const numberOf = (iv: InterviewRow) => iv.contact.phone_text ?? iv.contact.phone;
