import { useCallback, useEffect, useRef, useState } from 'react';
import { list@Things@ } from '../api';
import type { @Thing@, @Thing@Query } from '../types';

interface State {
  data: @Thing@[] | null;
  error: Error | null;
  isLoading: boolean;
}

const INITIAL: State = { data: null, error: null, isLoading: true };

/** The @things@ of the current workspace, loaded again when the query changes. */
export function @Name@(query: @Thing@Query = {}) {
  const [state, setState] = useState<State>(INITIAL);
  const latest = useRef(0);
  const key = JSON.stringify(query);

  const refetch = useCallback(async () => {
    const turn = ++latest.current;
    setState((current) => ({ ...current, isLoading: true, error: null }));
    try {
      const data = await list@Things@(JSON.parse(key));
      if (turn === latest.current) setState({ data, error: null, isLoading: false });
    } catch (error) {
      if (turn !== latest.current) return;
      setState({ data: null, error: error instanceof Error ? error : new Error(String(error)), isLoading: false });
    }
  }, [key]);

  useEffect(() => {
    void refetch();
    return () => {
      latest.current += 1;
    };
  }, [refetch]);

  return { ...state, refetch };
}
