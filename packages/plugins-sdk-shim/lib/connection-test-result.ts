/** What `testConnection` gives back; the connection page shows `message`. */
export interface ConnectionTestResult {
  status: 'ok' | 'failed';
  message?: string;
  data?: Record<string, unknown>;
}
