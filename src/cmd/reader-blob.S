/* The reader module, inside the one binary: see reader.c. */
	.section .rodata
	.global cr_reader_blob
	.global cr_reader_blob_end
	.balign 16
cr_reader_blob:
	.incbin READER
cr_reader_blob_end:
	.section .note.GNU-stack,"",%progbits
