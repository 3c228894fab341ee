/* The reader and live modules, inside the one binary: see module.c. */
	.macro blob name, file
	.global cr_\name\()_blob
	.global cr_\name\()_blob_end
	.balign 16
cr_\name\()_blob:
	.incbin "\file"
cr_\name\()_blob_end:
	.endm
	.section .rodata
	blob reader, READER
	blob live, LIVE
	blob serve, SERVE
	.section .note.GNU-stack,"",%progbits
