#pragma once
/* What the files about the pursuit share. */
#include "playbook/pursuit.h"

G_BEGIN_DECLS

gboolean pursuit_same_person(const CrContact *a, const CrContact *b);
/* Adds the person, or what is new about one who is known. */
void pursuit_take_contact(CrApplication *application, const CrContact *contact);
/* Empties what an EDIT clears. */
void pursuit_clear(CrApplication *application, const CrChange *change);
char *pursuit_clear_words(const CrChange *change);

G_END_DECLS
