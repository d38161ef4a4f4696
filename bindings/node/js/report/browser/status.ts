/** Why an HTTP status was answered, for those that have a cause in the project: HTTP/2 sends no words. */
export const STATUS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
};
