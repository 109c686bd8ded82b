/** The product's mark: two lines that part and join again. */

export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" fill="none">
      <path
        d="M4 16h5c4 0 4-8 8-8h2c4 0 4 8 8 8h1M9 16c4 0 4 8 8 8h2c4 0 4-8 8-8"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="4.5" cy="16" r="2.5" fill="currentColor" />
      <circle cx="27.5" cy="16" r="2.5" fill="currentColor" />
    </svg>
  );
}
