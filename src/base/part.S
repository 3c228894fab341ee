/* Bytes that are part of the program, from NAME_part on: a shared object that is loaded from memory
 * when it is needed (base/library.h), or a table. */
#define SYMBOL_OF(name, ending) cr_##name##_##ending
#define SYMBOL(name, ending) SYMBOL_OF(name, ending)
	.section .rodata
	.global SYMBOL(NAME, part), SYMBOL(NAME, part_end)
	.hidden SYMBOL(NAME, part), SYMBOL(NAME, part_end)
	.balign 16
SYMBOL(NAME, part):
	.incbin PART
SYMBOL(NAME, part_end):
	.section .note.GNU-stack,"",%progbits
