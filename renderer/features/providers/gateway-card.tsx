import { Copy, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyGatewayToken, copyText, useAppStore } from '../../app/store';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { Tabs } from '../../components/tabs';
import { toast } from '../../components/toaster';
import { SNIPPET_KINDS, type SnippetKind, snippetOf } from './snippets';

async function copy(text: string, said: string): Promise<void> {
  if (await copyText(text)) toast({ title: said });
}

/** The app's own address for other programs. The token is copied by main and never shown. */
export function GatewayCard() {
  const { t } = useTranslation();
  const url = useAppStore((state) => state.backend.url);
  const [kind, setKind] = useState<SnippetKind>('curl');
  return (
    <Card title={t('providers.gateway.title')} description={t('providers.gateway.body')}>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 truncate rounded-md border border-line bg-sunken px-2 py-1 font-mono text-sm">
          {url === null ? t('providers.gateway.notRunning') : `${url}/v1`}
        </code>
        <Button
          icon={<Copy size={14} />}
          disabled={url === null}
          onClick={() => void copy(`${url ?? ''}/v1`, t('providers.gateway.addressCopied'))}
        >
          {t('providers.gateway.copyAddress')}
        </Button>
        <Button icon={<KeyRound size={14} />} onClick={() => void copyGatewayToken()}>
          {t('providers.gateway.copyToken')}
        </Button>
      </div>
      <p className="mt-1 mb-3 text-sm text-ink-3">{t('providers.gateway.tokenBody')}</p>
      {url !== null && (
        <>
          <Tabs
            label={t('providers.gateway.snippets')}
            value={kind}
            onChange={setKind}
            items={SNIPPET_KINDS.map((value) => ({
              value,
              label: t(`providers.gateway.${value}`),
              panel: (
                <pre
                  tabIndex={0}
                  aria-label={t(`providers.gateway.${value}`)}
                  className="overflow-x-auto rounded-lg border border-line bg-sunken p-3 font-mono text-sm"
                >
                  {snippetOf(value, url)}
                </pre>
              ),
            }))}
          />
          <Button
            size="sm"
            className="mt-2"
            icon={<Copy size={12} />}
            onClick={() => void copy(snippetOf(kind, url), t('providers.gateway.snippetCopied'))}
          >
            {t('providers.gateway.copySnippet')}
          </Button>
        </>
      )}
    </Card>
  );
}
