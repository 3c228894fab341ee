// One set of line icons, 24 × 24, drawn with the text's colour.
const paths = {
  now: 'M12 3a9 9 0 1 0 9 9M12 7v5l3 2M17 3.5l3.5 3.5',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6 9c.4-3.6 2.7-5.5 6-5.5s5.6 1.9 6 5.5M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.9c1.8.7 2.8 2.5 3 5.1',
  calendar: 'M4 6.5h16v13H4zM4 10.5h16M8 4v4M16 4v4',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
  add: 'M12 5v14M5 12h14',
  phone: 'M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A17.5 17.5 0 0 1 4 5.7 2 2 0 0 1 6 3.5Z',
  phoneIn: 'M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A17.5 17.5 0 0 1 4 5.7 2 2 0 0 1 6 3.5ZM20.5 3.5 14 10M14 5v5h5',
  mail: 'M3.5 6h17v12.5h-17zM4 6.5l8 6.5 8-6.5',
  voice: 'M12 3.5a2.5 2.5 0 0 1 2.5 2.5v5.5a2.5 2.5 0 0 1-5 0V6A2.5 2.5 0 0 1 12 3.5ZM6 11a6 6 0 0 0 12 0M12 17v3.5M9 20.5h6',
  check: 'M4.5 12.5 10 18 19.5 7',
  cross: 'M6 6l12 12M18 6 6 18',
  close: 'M6 6l12 12M18 6 6 18',
  alert: 'M12 4 2.8 19.5h18.4ZM12 10v4.5M12 17.1v.2',
  question: 'M9.2 9.2A2.9 2.9 0 1 1 13 12c-.8.4-1 .9-1 1.8M12 17.1v.2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  heart: 'M12 20S4 15 4 9.4A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.4C20 15 12 20 12 20Z',
  copy: 'M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4',
  send: 'M20.5 3.5 3.5 10.5l6.5 3 3 6.5ZM10 13.5l4.5-4.5',
  swap: 'M7 4 3.5 7.5 7 11M3.5 7.5H17M17 13l3.5 3.5L17 20M20.5 16.5H7',
  arrow: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  file: 'M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  bell: 'M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5ZM10 20.5h4',
  shield: 'M12 3.5 5 6v5.5c0 4.3 2.8 7.3 7 9 4.2-1.7 7-4.7 7-9V6ZM9 12l2.2 2.2L15.2 10',
  download: 'M12 4v11M7.5 11 12 15.5 16.5 11M4.5 19.5h15',
  trash: 'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13',
  video: 'M3.5 7h12v10h-12zM15.5 11l5-3v8l-5-3',
  place: 'M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11ZM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  story: 'M12 6.5C10 5 7 4.5 3.5 5v13.5c3.5-.5 6.5 0 8.5 1.5 2-1.5 5-2 8.5-1.5V5C17 4.5 14 5 12 6.5ZM12 6.5V20',
  undo: 'M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3',
  leaf: 'M5 19C5 9 11 4.5 20 4.5c0 9-4.5 15-13 14.5M5 19.5C7 15 10 12 14 10',
  plug: 'M9 3.5V8M15 3.5V8M6 8h12v3a6 6 0 0 1-12 0ZM12 17v3.5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2',
  key: 'M8.5 19a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM11.8 11.3 20 4M16 7.5l2.5 2.5',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
      stroke-width={name === 'more' ? 3 : 1.75} stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

/** The sign of the program: a cricket's head that is also a clock's ring. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 32 32" fill="none" stroke="currentColor"
      stroke-width="2.5" stroke-linecap="round" aria-hidden="true" focusable="false">
      <path d="M24.5 18.3A8.5 8.5 0 1 1 21.5 12.5" />
      <path d="M12.5 10.5C12 6 9.5 3.5 5.5 3.5M19.5 10.5C20 6 22.5 3.5 26.5 3.5" />
      <path d="M16 15v4.2l3 1.8" />
    </svg>
  );
}
