/** Ids that people choose: of services, regions and reporters. */
export const ID = /^[a-z0-9][a-z0-9._-]{0,62}$/;
export const ID_RULE = "1 to 63 of a-z, 0-9, dot, underscore and hyphen, beginning with a letter or a digit";
