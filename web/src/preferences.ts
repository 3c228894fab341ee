// What this browser remembers for itself; nothing about the candidate.
export type Theme = 'auto' | 'light' | 'dark';
const defaults = { theme: 'auto' as Theme, keys: 'on' as 'on' | 'off' };
type Preferences = typeof defaults;

export function preference<K extends keyof Preferences>(name: K): Preferences[K] {
  try {
    return (localStorage.getItem(`crickets.${name}`) as Preferences[K] | null) ?? defaults[name];
  } catch {
    return defaults[name]; // storage may be refused; the page works without
  }
}

export function setPreference<K extends keyof Preferences>(name: K, value: Preferences[K]) {
  try {
    localStorage.setItem(`crickets.${name}`, value);
  } catch { /* then it holds for this visit only */ }
  if (name === 'theme') document.documentElement.dataset['theme'] = value; // as index.html does before anything is painted
}
