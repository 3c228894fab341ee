// A picture of the search, drawn by the program as SVG with a text alternative. Only shapes and
// words of it are taken over, one by one: no markup is handed to the browser.
import { h, type VNode } from 'preact';
import { useDocument } from '../documents';

const SHAPES = new Set(['svg', 'title', 'desc', 'rect', 'path', 'line', 'text']);
const TRAITS = /^(xmlns|viewBox|role|aria-labelledby|class|fill|font-family|font-size|id|opacity|stroke|stroke-dasharray|text-anchor|[xy][12]?|width|height|d)$/;
const PIECE = /<(\/?)(\w+)((?:\s[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;
const signs: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&apos;': "'", '&amp;': '&' };
const plain = (text: string) => text.replace(/&(?:lt|gt|quot|#39|apos|amp);/g, (sign) => signs[sign] ?? sign);

interface Part { name: string; traits: Record<string, string>; within: (Part | string)[] }

function read(svg: string): Part | null {
  const root: Part = { name: '', traits: {}, within: [] };
  const path = [root];
  for (const [, end, name, traits, closed, text] of svg.matchAll(PIECE)) {
    const here = path[path.length - 1] ?? root;
    if (text !== undefined) { here.within.push(plain(text)); continue; }
    if (end) { if (path.length > 1) path.pop(); continue; }
    const part: Part = { name: name ?? '', traits: {}, within: [] };
    for (const [, key, value] of (traits ?? '').matchAll(/([\w:-]+)="([^"]*)"/g))
      if (key && TRAITS.test(key)) part.traits[key] = plain(value ?? '');
    here.within.push(part);
    if (!closed) path.push(part);
  }
  return root.within.find((part): part is Part => typeof part !== 'string' && part.name === 'svg') ?? null;
}

const draw = (part: Part | string): VNode | string | null =>
  typeof part === 'string' ? part : SHAPES.has(part.name) ? h(part.name, part.traits, part.within.map(draw)) : null;

export function Picture({ name }: { name: 'funnel' | 'weeks' | 'stages' }) {
  const { data } = useDocument<string>(`pictures/${name}`);
  const svg = data ? read(data) : null;
  const words = svg?.within.find((part): part is Part => typeof part !== 'string' && part.name === 'desc')?.within.join('') ?? '';
  return (
    <figure class="picture-box">
      <div class="picture-scroll" tabIndex={0} role="region" aria-label={`Picture of the ${name}, can be scrolled sideways`}>{svg && draw(svg)}</div>
      <figcaption><details><summary>The same in words</summary><p class="quiet-text">{words}</p></details></figcaption>
    </figure>
  );
}
