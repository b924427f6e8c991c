{#- What everyone sees in a column of a row that may be derived from persons: nothing unless it is
    in a release, what was released where it was kept, and a blank where `is_shown` is false. -#}
{% macro open_value(column, is_shown, published) -%}
    case
        when not figures.is_personal then figures.{{ column }}
        when figures.is_kept then released.{{ column }}
        when {{ is_shown }} then {{ published }}
    end as {{ column }}
{%- endmacro %}
