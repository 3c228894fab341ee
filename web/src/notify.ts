// Desktop notifications while the page is open. Asked for by a button, never by the page itself.
import { onLine } from './live';
import { go } from './route';
import type { Line } from './types';
import { eventWords, sentence } from './words';

export type NotificationState = NotificationPermission | 'none';
const told = new Set(['due', 'missed', 'reply', 'rescheduled', 'cancelled', 'held-back', 'sent', 'draft', 'warning']);

export const notificationState = (): NotificationState => ('Notification' in window ? Notification.permission : 'none');

export async function askForNotifications(): Promise<NotificationState> {
  return 'Notification' in window ? Notification.requestPermission() : 'none';
}

export function startNotifications() {
  onLine((line: Line) => {
    if (notificationState() !== 'granted' || !told.has(line.event)) return;
    const note = new Notification(eventWords[line.event] ?? 'crickets', {
      body: sentence(line.text), tag: `line-${line.id}`, icon: '/icon-192.png',
    });
    note.onclick = () => { window.focus(); go(`/interviews/${line.interview}`); note.close(); };
  });
}
