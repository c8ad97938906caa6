/** A moment as "28 Nov, 14:05:09". */
export const formatTime = (time: number): string =>
  new Date(time).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
