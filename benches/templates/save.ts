import { useCallback, useState } from 'react';
import { create@Thing@, update@Thing@ } from '../api';
import type { @Thing@, @Thing@Input } from '../types';

/** Creates or updates one @thing@, and tells how that went. */
export function @Name@() {
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<Error | null>(null);

  const save = useCallback(async (input: @Thing@Input, id?: string): Promise<@Thing@ | null> => {
    setSaving(true);
    setError(null);
    try {
      return id ? await update@Thing@(id, input) : await create@Thing@(input);
    } catch (error) {
      setError(error instanceof Error ? error : new Error(String(error)));
      return null;
    } finally {
      setSaving(false);
    }
  }, []);

  return { save, isSaving, error };
}
