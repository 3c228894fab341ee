#pragma once
/* The maxima of every input, in one place. What exceeds one is refused with its name, not cut. */

#define CR_MAX_FILE_BYTES (512UL << 20) /* a whole imported file, mapped, not read */
#define CR_MAX_MAIL_BYTES (32UL << 20)  /* one message */
#define CR_MAX_HEADER_BLOCK_BYTES (64UL << 10)
#define CR_MAX_ADDRESS_HEADER_BYTES (8UL << 10)
#define CR_MAX_MIME_DEPTH 32
#define CR_MAX_MIME_PARTS 256
#define CR_MAX_TEXT_BYTES (256UL << 10)      /* text read of one mail; the rest is ignored */
#define CR_MAX_COMPONENT_BYTES (256UL << 10) /* one iCalendar component */
#define CR_MAX_LINE_BYTES (64UL << 10)       /* one unfolded iCalendar line */
#define CR_MAX_COMPONENT_DEPTH 8
#define CR_MAX_OCCURRENCES 4096 /* of one recurring event inside the window */
#define CR_MAX_JSON_BYTES (64UL << 20)
#define CR_MAX_CALL_ROWS 1000000
#define CR_MAX_EVIDENCE 48 /* kept for one interview */
#define CR_MAX_MENTIONS 64 /* times read in one text */
