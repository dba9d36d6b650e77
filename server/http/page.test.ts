import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pageStyleSource, presentPage } from './page.ts';

describe('presentPage', () => {
  it('escapes everything that it is given', () => {
    const evil = `<script>alert("1")</script>'&`;
    const html = presentPage({
      title: evil,
      message: [evil, evil],
      action: { label: evil, href: `https://a.example/"onmouseover="x` },
      requestId: evil,
    });
    expect(html).not.toMatch(/<script|"onmouseover|alert\("/);
    expect(html.match(/&#60;script&#62;/g)).toHaveLength(6);
  });

  it('carries exactly the style that the policy allows', () => {
    const style = /<style>([\s\S]*)<\/style>/.exec(presentPage({ title: 't', message: 'm' }))?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    expect(pageStyleSource).toBe(`'sha256-${digest}'`);
    expect(presentPage({ title: 't', message: 'm' })).not.toMatch(/ style=| on[a-z]+=/);
  });

  it('shows a reference only where there is one', () => {
    expect(presentPage({ title: 't', message: 'm' })).not.toContain('Reference');
    expect(presentPage({ title: 't', message: 'm', requestId: 'id-1' })).toContain('id-1');
  });
});
